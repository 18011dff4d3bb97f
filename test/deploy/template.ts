import { readFileSync } from 'node:fs';
import { parse, type ScalarTag, type CollectionTag, type YAMLSeq } from 'yaml';

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, Value>>;
}

interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Default?: string | number }>>;
  readonly Mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

const FUNCTIONS = ['FindInMap', 'Not', 'Equals'];

/**
 * A CloudFormation template with the defaults of its parameters put in: `!Ref` of one is its value, `!Sub` a text, and of an
 * `!If` it is what holds where nothing was asked for. References to resources stay what they name.
 */
export function readTemplate(path: string): Template {
  const text = readFileSync(path, 'utf8');
  const { Parameters } = parse(text, { customTags: tags({}), merge: true }) as Template;
  const given = Object.fromEntries(
    Object.entries(Parameters).map(([name, { Default }]) => [name, Default ?? `<${name}>`]),
  );
  return parse(text, { customTags: tags(given), merge: true }) as Template;
}

function tags(given: Readonly<Record<string, string | number>>): (ScalarTag | CollectionTag)[] {
  const fill = (text: string) =>
    text.replaceAll(/\$\{([\w:.]+)\}/g, (_, name: string) => String(given[name] ?? `<${name}>`));
  return [
    { tag: '!Ref', resolve: (name: string) => given[name] ?? `<${name}>` },
    { tag: '!Sub', resolve: fill },
    { tag: '!GetAtt', resolve: (name: string) => `<${name}>` },
    { tag: '!If', collection: 'seq', resolve: (seq) => (seq as YAMLSeq).items[2] },
    ...FUNCTIONS.map((name) => ({ tag: `!${name}`, collection: 'seq' as const })),
  ];
}

/** What a policy of the broker's template allows, by name. */
export function actionsOf(policy: string): string[] {
  const { PolicyDocument } = readTemplate('deploy/cloudformation/broker.yaml').Resources[policy]!.Properties;
  const { Statement } = PolicyDocument as unknown as { Statement: { Action: string | string[] }[] };
  return [...new Set(Statement.flatMap(({ Action }) => Action))].sort();
}
