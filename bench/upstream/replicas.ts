import type { Key } from '../../src/aws/dynamodb/keys.js';

type Attribute = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, Attribute>>;

/** An UpdateItem that sets attributes. */
export interface Update {
  readonly Key: Readonly<Record<keyof Key, { readonly S: string }>>;
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Attributes;
}

/** The heartbeats of a fleet: the only writes that the stub keeps, since replicas share a budget by them. */
export class Replicas {
  private readonly beats = new Map<string, Attributes>();

  beat({ Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues }: Update): void {
    const set = [...UpdateExpression.matchAll(/(#\w+) = (:\w+)/g)].map(([, name, value]) => [
      ExpressionAttributeNames[name!],
      ExpressionAttributeValues[value!],
    ]);
    this.beats.set(Key.SK.S, { ...Key, ...(Object.fromEntries(set) as Attributes) });
  }

  /** As DynamoDB's JSON. */
  all(): string[] {
    return [...this.beats.values()].map((item) => JSON.stringify(item));
  }
}
