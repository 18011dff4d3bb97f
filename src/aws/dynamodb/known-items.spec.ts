import fc from 'fast-check';
import { type JsonAttribute, plainValues } from './attribute-values.js';
import { type Attributes, KnownItems } from './known-items.js';

/** Quotes, braces and what stands before a partition, where they are text. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('"PK":{"S":"', '{"S":"a"}', '\\', '"', '{', '},{', 'p1', 'é', '\u2028'), {
      maxLength: 4,
    })
    .map((parts) => parts.join('')),
);
const { attribute } = fc.letrec<{ attribute: JsonAttribute }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3 },
    fc.record({ S: text }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ L: fc.array(tie('attribute'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(fc.oneof(text, fc.constant('PK')), tie('attribute'), { maxKeys: 3 }) }),
  ),
}));
/** Few partitions, so that their items come again, changed and unchanged; the key among the others, first or last. */
const item = fc
  .tuple(
    fc.constantFrom('p1', 'p2', 'p3', 'a "p"', '"PK":{"S":"p1'),
    fc.dictionary(text, attribute, { maxKeys: 3 }),
    fc.boolean(),
  )
  .map(([partition, others, isFirst]): Attributes => {
    const key = { PK: { S: partition }, SK: { S: 'ITEM' } };
    return isFirst ? { ...key, ...others, ...key } : { ...others, ...key };
  });

interface Answer {
  readonly Items: readonly (Attributes | number)[];
  readonly Rest: readonly (Attributes | number)[];
}

const answerOf = (items: readonly Attributes[], rest: readonly Attributes[] = []) =>
  JSON.stringify({ Items: items, Rest: rest });

function read(known: KnownItems, answer: string): { items: unknown[]; rest: unknown[] } {
  const { json, items } = known.cut(answer);
  const { Items, Rest } = JSON.parse(json) as Answer;
  const itemOf = (found: Attributes | number) =>
    (typeof found === 'number' ? items[found]! : known.learn(found))[1];
  return { items: Items.map(itemOf), rest: Rest.map(itemOf) };
}

describe('items that are known by their bytes', () => {
  const client: Attributes = {
    id: { S: 'cl_1' },
    PK: { S: 'CLIENT#cl_1' },
    SK: { S: 'CLIENT' },
    status: { S: 'active' },
  };

  it('are what parsing them would give, whatever came before', () => {
    const answers = fc.array(fc.tuple(fc.array(item, { maxLength: 4 }), fc.array(item, { maxLength: 1 })), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(answers, (all) => {
        const known = new KnownItems(10);
        for (const [items, rest] of all.concat(all))
          expect(read(known, answerOf(items, rest))).toEqual({
            items: items.map(plainValues),
            rest: rest.map(plainValues),
          });
      }),
    );
  });

  it('are not parsed again', () => {
    const known = new KnownItems(10);
    const [learned] = read(known, answerOf([client])).items;
    const again = known.cut(answerOf([{ ...client, PK: { S: 'CLIENT#cl_2' } }, client]));
    expect(again.items).toEqual([['CLIENT#cl_1|CLIENT', learned]]);
    expect(again.items[0]![1]).toBe(learned);
    expect(JSON.parse(again.json)).toMatchObject({ Items: [{ id: { S: 'cl_1' } }, 0] });
  });

  it('are parsed again when one byte has changed', () => {
    const known = new KnownItems(10);
    read(known, answerOf([client]));
    const ended = { ...client, status: { S: 'actiVe' } };
    expect(read(known, answerOf([ended])).items).toEqual([plainValues(ended)]);
    expect(known.cut(answerOf([client])).items).toEqual([]);
  });

  it('are no part of another item', () => {
    const known = new KnownItems(10);
    const key: Attributes = { PK: { S: 'p1' }, SK: { S: 'ITEM' } };
    const around: Attributes = { copy: { M: key }, PK: { S: 'p2' } };
    expect(read(known, answerOf([key])).items).toEqual([plainValues(key)]);
    expect(read(known, answerOf([around])).items).toEqual([plainValues(around)]);
  });

  it('are no more than it may remember', () => {
    const known = new KnownItems(1);
    read(known, answerOf([client, { ...client, PK: { S: 'CLIENT#cl_2' } }]));
    expect(known.cut(answerOf([client])).items).toEqual([]);
  });
});
