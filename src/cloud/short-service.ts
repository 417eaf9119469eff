import { partsOf } from '../core/endpoint.ts';

/** A service in a line: its first part, and how many there are beside it. */
export function shortService(service: string): string {
  const [first = '', ...others] = partsOf(service);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** An id in a line: the resource's own name, where the id is a path. */
export function shortId(id: string): string {
  return id.includes('/') ? id.slice(id.lastIndexOf('/') + 1) : id;
}

/** A text in which every id that is a path is shortened to the resource's own name. */
export function withShortIds(text: string): string {
  return text.replace(/(?<!\S)\/?[^\s/]+(?:\/[^\s/]+){3,}/g, shortId);
}
