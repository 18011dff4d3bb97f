import { applyDecorators, Header } from '@nestjs/common';
import { NO_STORE } from '../oauth-error-writer.js';

/** RFC 6749 §5.1: the answer is kept by nobody. */
export function Uncached(): MethodDecorator {
  return applyDecorators(...Object.entries(NO_STORE).map(([name, value]) => Header(name, value)));
}
