/** What an answer is made of: an object's members become elements, an array's members become `<item>`, undefined is left out. */
export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [element: string]: Xml };

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function write(value: Xml): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value).replace(/[&<>"\r]/g, (letter) => entities[letter] ?? letter);
  if (isList(value)) return value.map((member) => `<item>${write(member)}</item>`).join('');
  return Object.entries(value)
    .map(([name, member]) => (member === undefined ? '' : `<${name}>${write(member)}</${name}>`))
    .join('');
}

// Array.isArray does not narrow a readonly array out of a union.
function isList(value: readonly Xml[] | { readonly [element: string]: Xml }): value is readonly Xml[] {
  return Array.isArray(value);
}

/** The answer to an action that succeeded, as the EC2 Query protocol wraps it. */
export function answer(action: string, requestId: string, body: Xml): string {
  return `${head}<${action}Response xmlns="${namespace}"><requestId>${requestId}</requestId>${write(body)}</${action}Response>`;
}

const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The answer of STS, in the AWS Query protocol. */
export function stsAnswer(action: string, requestId: string, body: Xml): string {
  return `<${action}Response xmlns="${stsNamespace}"><${action}Result>${write(body)}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

/** A refusal of STS. */
export function stsFailure(code: string, message: string, requestId: string): string {
  const error = write({ Type: 'Sender', Code: code, Message: message });
  return `<ErrorResponse xmlns="${stsNamespace}"><Error>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

/** The answer to an action that failed. Unlike the others it has no namespace, and its RequestID is spelt differently. */
export function failure(code: string, message: string, requestId: string): string {
  const error = write({ Code: code, Message: message });
  return `${head}<Response><Errors><Error>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
}
