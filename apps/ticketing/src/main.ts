import { runService } from '@anju/platform';
import { ticketing } from './ticketing.module.js';

await runService(ticketing);
