import { runService } from '@anju/platform';
import { notification } from './notification.module.js';

await runService(notification);
