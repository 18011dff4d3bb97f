import { marshall } from '@aws-sdk/util-dynamodb';
import { type JsonAttribute, plainValue, plainValues } from './attribute-values.js';

/** DynamoDB's JSON, as it is on the wire. */
function onTheWire(item: object): Record<string, JsonAttribute> {
  const attributes = marshall(item);
  return JSON.parse(
    JSON.stringify(attributes, function (this: Record<string, unknown>, name, value: unknown) {
      const raw = this[name];
      return raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : value;
    }),
  ) as Record<string, JsonAttribute>;
}

describe('values of DynamoDB’s JSON', () => {
  it('are what was stored', () => {
    const item = {
      text: 'Gebäude',
      empty: '',
      zero: 0,
      time: 1_798_761_600_123,
      bytes: Uint8Array.of(0, 255, 7),
      yes: true,
      no: false,
      nothing: null,
      list: ['orders:read', 2, [true]],
      map: { credential: { hash: Uint8Array.of(1), createdAt: 5 } },
      noEntries: {},
    };
    expect(plainValues(onTheWire(item))).toEqual(item);
  });

  it('are not guessed where an item has what the broker never stores', () => {
    expect(() => plainValue({ SS: ['a'] })).toThrow('an attribute of type SS');
  });
});
