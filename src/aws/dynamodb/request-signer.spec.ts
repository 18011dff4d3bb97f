import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { RequestSigner } from './request-signer.js';

describe('the signature of a request', () => {
  const word = fc.stringMatching(/^[\w/+=-]{1,64}$/);
  const signatory = fc.record({
    credentials: fc.record(
      { accessKeyId: word, secretAccessKey: word, sessionToken: word },
      { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
    ),
    region: fc.constantFrom('eu-central-1', 'us-gov-west-1'),
    at: fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  });
  const { sha256 } = new DynamoDBClient({ region: 'eu-central-1' }).config;
  // One for all: what it keeps for a day must not be another's.
  const signer = new RequestSigner();

  it('is the SDK’s', async () => {
    await fc.assert(
      fc.asyncProperty(
        signatory,
        fc.string({ unit: 'grapheme' }),
        async ({ credentials, region, at }, body) => {
          const headers = { host: 'dynamodb.example', 'x-amz-target': 'DynamoDB_20120810.BatchGetItem' };
          const request = {
            protocol: 'https:',
            hostname: headers.host,
            method: 'POST',
            path: '/',
            query: {},
          };
          const signed = await new SignatureV4({
            credentials,
            region,
            sha256,
            service: 'dynamodb',
            applyChecksum: false,
          }).sign({ ...request, headers, body }, { signingDate: at });

          expect(signer.sign(headers, body, { credentials, region, at })).toEqual(signed.headers);
        },
      ),
    );
  });
});
