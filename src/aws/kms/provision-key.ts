import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  type KeyMetadata,
  type KMSClient,
  paginateListKeys,
} from '@aws-sdk/client-kms';

const GONE = 'NotFoundException';
const DENIED = 'AccessDeniedException';

/**
 * Makes the installation's key under `alias/<installation>`, or finds it, or completes what an earlier run left without
 * its alias. The errors are the SDK's own: this is for a person who sets things up.
 * @returns its ARN, which is good for KMS_KEY_ID
 */
export async function provisionKey(kms: KMSClient, installation: string): Promise<string> {
  const alias = `alias/${installation.replaceAll('.', '_')}`;
  const named = await describe(kms, alias, [GONE]);
  if (named !== undefined) return arnOf(named);
  const description = `b2b-auth-broker ${installation}`;
  const key = (await findNameless(kms, description)) ?? (await create(kms, description));
  const KeyId = arnOf(key);
  await kms.send(new EnableKeyRotationCommand({ KeyId }));
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyId }));
  return KeyId;
}

/** @param unless the errors that mean: there is none */
async function describe(
  kms: KMSClient,
  KeyId: string,
  unless: readonly string[],
): Promise<KeyMetadata | undefined> {
  try {
    return (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
  } catch (error) {
    if (error instanceof Error && unless.includes(error.name)) return undefined;
    throw error;
  }
}

/** One that was made by a run that did not come to naming it. Keys that others keep to themselves are none of ours. */
async function findNameless(kms: KMSClient, description: string): Promise<KeyMetadata | undefined> {
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {}))
    for (const { KeyArn } of Keys) {
      const key = KeyArn === undefined ? undefined : await describe(kms, KeyArn, [GONE, DENIED]);
      if (key?.Description === description && key.KeyState === 'Enabled') return key;
    }
  return undefined;
}

async function create(kms: KMSClient, Description: string): Promise<KeyMetadata | undefined> {
  return (await kms.send(new CreateKeyCommand({ Description, KeySpec: 'SYMMETRIC_DEFAULT' }))).KeyMetadata;
}

function arnOf(key: KeyMetadata | undefined): string {
  if (key?.Arn === undefined) throw new Error('KMS told of a key without an ARN');
  return key.Arn;
}
