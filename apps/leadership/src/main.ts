import { runService } from '@anju/platform';
import { leadership } from './leadership.module.js';

await runService(leadership);
