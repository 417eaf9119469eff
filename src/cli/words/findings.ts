import type { Finding, Link, Values } from '../../core/chain/finding.ts';
import { formatAge } from '../../core/duration.ts';
import { partsOf } from '../../core/endpoint.ts';
import { shortId } from '../../cloud/short-service.ts';
import { checkWords } from './checks/all.ts';

type Value = Values[string];

/** The forms in which a sentence can show a value. */
const forms: Readonly<Record<string, (value: Value) => string>> = {
  text: plain,
  short: (value) => shortId(plain(value)),
  service: (value) => serviceText(plain(value)),
  age: (value) => formatAge(Number(value)),
  /** How long ago something was written; nothing where that is not recorded. */
  written: (value) => (value === undefined ? '' : `, written ${formatAge(Number(value))} ago`),
  /** A state behind what it is the state of. */
  after: (value) => (value === undefined ? '' : `   ${plain(value)}`),
  /** An id before what is said of it. */
  before: (value) => (value === undefined ? '' : `${shortId(plain(value))}   `),
};

function plain(value: Value): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** A service by the name that the resource has in its cloud, and how many parts there are beside the first. */
function serviceText(service: string): string {
  const [first = '', ...others] = partsOf(service);
  return others.length === 0 ? shortId(first) : `${shortId(first)} and ${others.length} more`;
}

/** What was found, in a sentence. */
export function findingText({ code, saying, values = {} }: Pick<Finding, 'code' | 'saying' | 'values'>): string {
  const sentence = checkWords[code]?.says[saying];
  if (sentence === undefined) throw new Error(`${code} has no words for ${saying}`);
  return filled(sentence, values, `${code} ${saying}`);
}

/** What was expected instead; undefined where nothing is to be said of it. */
export function expectedText({ code, saying, values = {}, expected }: Finding): string | undefined {
  const words = checkWords[code]?.expects?.[saying];
  return expected ?? (words === undefined ? undefined : filled(words, values, `${code} ${saying}`));
}

function filled(sentence: string, values: Values, about: string): string {
  const text = sentence.replaceAll(/\{(\w+)(?:\|(\w+))?\}/g, (_all, name: string, form = 'text') => {
    const show = forms[form];
    if (show === undefined || !(name in values)) throw new Error(`${about} has no value for ${name}|${form}`);
    return show(values[name]);
  });
  return text.trimEnd();
}

/** The links as headings. */
export const linkTitles: Readonly<Record<Link, string>> = {
  kubernetes: 'Kubernetes',
  operator: 'Operator',
  project: 'Project',
  deployment: 'Deployment',
  declared: 'Declaration',
  service: 'Service in Atlas',
  linked: 'Connection in Atlas',
  cloud: 'Cloud endpoint',
  network: 'Network',
  ids: 'Both sides',
  string: 'Connection string',
  dns: 'Names, as this machine sees them',
  workloads: 'Workloads',
  pod: 'From the Pod',
  limits: 'Limits',
};
