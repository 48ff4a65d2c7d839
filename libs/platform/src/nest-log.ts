import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Nest's own words, as lines of our log; its start-up chatter is dropped. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(): void {
    // Nest tells every module and handler it found; nobody needs it.
  }

  warn(message: unknown): void {
    this.target.warn({ nest: String(message) }, 'nest');
  }

  error(message: unknown): void {
    this.target.error({ nest: message instanceof Error ? message.name : String(message) }, 'nest');
  }
}
