import { KeySet } from '../keys/key-set.js';

/** The keys of the machines' pool, which sign bearer tokens. */
export class MachineKeys extends KeySet {}
