import { parseAllDocuments } from 'yaml';

/** What a chart adds to each object, and kustomize does not, or the other way round. */
const THEIR_OWN = [
  'app.kubernetes.io/instance',
  'app.kubernetes.io/version',
  'app.kubernetes.io/managed-by',
  'checksum/settings',
  'namespace',
];
/** Of kustomize's generated names: the hash of what is in it. */
const HASH = /^(b2b-auth-broker)-[a-z0-9]{10}$/;

/** The Kubernetes objects of a rendered file by their kind, without what is the renderer's own. */
export function objectsIn(rendered: string): Record<string, unknown> {
  const objects = parseAllDocuments(rendered).map((document) => document.toJS() as { kind: string } | null);
  const entries = objects.filter((one) => one !== null).map((one) => [one.kind, ourPart(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
}

function ourPart(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(HASH, '$1');
  if (Array.isArray(value)) return value.map(ourPart);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name]) => !THEIR_OWN.includes(name))
    .map(([name, part]) => [name, ourPart(part)] as const);
  return Object.fromEntries(entries.filter(([name, part]) => name !== 'annotations' || !isEmpty(part)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
