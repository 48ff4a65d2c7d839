export { type Cell, readSheet, type ReadLimits } from './read-sheet.js';
export { type Column, type Value, writeSheet } from './write-sheet.js';
