export {
  always,
  checkCalendar,
  type BusinessCalendar,
  type Frame,
  type Week,
  type Weekday,
} from './calendar.js';
export { chinaCalendar, chinaHolidaysThrough, type OwnDays } from './china.js';
export { systemClock, type Clock } from './clock.js';
export { DomainError, type ErrorKind, type Violation } from './errors.js';
export { isId, newId } from './ids.js';
export { transitions, type Transitions } from './transitions.js';
export {
  addWorkingTime,
  isWorkingTime,
  movedByPause,
  subtractWorkingTime,
  workingMinutesBetween,
} from './working-time.js';
export { atWallClock, wallClock } from './wall-clock.js';
