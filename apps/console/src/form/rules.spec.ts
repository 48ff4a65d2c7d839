import { CreateAccountRequestSchema } from '@anju/contracts/identity';
import { RecordTicketRequestSchema, RequestCommitmentRequestSchema } from '@anju/contracts/ticketing';
import { describe, expect, it } from '@jest/globals';
import { rulesOf } from './rules';

describe('rules of a form', () => {
  it.each([
    [RecordTicketRequestSchema, 'subject', { required: true, max: 200 }],
    [RecordTicketRequestSchema, 'estateId', { required: true, max: undefined }],
    [RecordTicketRequestSchema, 'unitId', { required: false, max: undefined }],
    [RecordTicketRequestSchema, 'kind', { required: true, max: undefined }],
    [RecordTicketRequestSchema, 'urgency', { required: false, max: undefined }],
    [RequestCommitmentRequestSchema, 'department', { required: true, max: undefined }],
    [CreateAccountRequestSchema, 'password', { required: true, min: 8, max: 128 }],
    [RecordTicketRequestSchema, 'nothing', { required: false, max: undefined }],
  ])('are those of the contract', (message, name, rules) => {
    expect(rulesOf(message, name)).toEqual(rules);
  });
});
