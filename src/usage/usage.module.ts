import { Module } from '@nestjs/common';
import { UsageRecorder } from './usage-recorder.js';

/** Counts what clients do. Not global: those that are stop last, and the table must outlive the last flush. */
@Module({ providers: [UsageRecorder], exports: [UsageRecorder] })
export class UsageModule {}
