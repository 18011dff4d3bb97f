const assert = require('node:assert/strict');
const { createTokenSource, InvalidOptions } = require('@b2b-auth-broker/consumer');

assert.throws(() => createTokenSource({ tokenUrl: 'nowhere', credential: 'bab_nonsense' }), InvalidOptions);
