import { trace, type Tracer } from '@opentelemetry/api';

/** Whatever provider there is by now. */
export function tracer(): Tracer {
  return trace.getTracer('b2b-auth-broker');
}
