import type { PipeTransform } from '@nestjs/common';
import { Problem } from '../errors/problem.js';

/** An id in a path: one of another shape is answered like one that does not exist. */
export class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly shape: RegExp) {}

  transform(id: string): string {
    if (!this.shape.test(id)) throw new Problem('not_found');
    return id;
  }
}
