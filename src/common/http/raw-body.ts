import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const RAW_BODY = 'raw-body';

/** Its handlers read the bytes of the body themselves; it is not JSON. */
export function RawBody(): CustomDecorator {
  return SetMetadata(RAW_BODY, true);
}
