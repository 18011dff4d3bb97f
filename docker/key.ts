import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';

const ALIAS = 'alias/b2b-auth-broker';
const KEY_ID = '5f6a1a0e-0b2b-4a17-8b0c-0b2ba47b0ce5';

/**
 * Makes the key in LocalStack, unless it is there. LocalStack forgets its keys when it stops, so what the key is made of
 * comes from outside: made again of the same, it opens what it has sealed.
 * @param material 32 bytes in base64
 */
export async function ensureKey(kms: KMSClient, material: string): Promise<void> {
  if (await isThere(kms)) return;
  const Tags = [
    { TagKey: '_custom_id_', TagValue: KEY_ID },
    { TagKey: '_custom_key_material_', TagValue: material },
  ];
  await kms.send(new CreateKeyCommand({ Tags }));
  await kms.send(new CreateAliasCommand({ AliasName: ALIAS, TargetKeyId: KEY_ID }));
}

function isThere(kms: KMSClient): Promise<boolean> {
  return kms.send(new DescribeKeyCommand({ KeyId: ALIAS })).then(
    () => true,
    (error: Error) => {
      if (error.name !== 'NotFoundException') throw error;
      return false;
    },
  );
}
