// Never runs: lint must refuse this file, or the walls it breaks are not guarded. See tools/checks.ts.
import { leadership } from '../../apps/leadership/src/leadership.module.js';
import { Kafka } from 'kafkajs';

export const wrong: any = [leadership, Kafka];
