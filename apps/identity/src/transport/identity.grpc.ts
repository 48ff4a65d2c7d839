import {
  AccountKind,
  type AccountSchema,
  type ChangePasswordRequest,
  type ClaimRenewalRequest,
  type CreateAccountRequest,
  type EndSessionRequest,
  type GetSessionRequest,
  IdentityService,
  type ListAccountsRequest,
  type SaveSessionRequest,
  type UpdateAccountRequest,
} from '@anju/contracts/identity';
import { GrpcService } from '@anju/platform';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Accounts } from '../app/accounts.js';
import { ConsoleSessions } from '../app/console-sessions.js';
import { type Account, AccountStore } from '../store/account.store.js';
import type { Work } from '../store/database.js';

const kinds = { staff: AccountKind.STAFF, resident: AccountKind.RESIDENT, operator: AccountKind.OPERATOR };

const toMessage = ({
  id,
  login,
  kind,
  subjectId,
  locked,
  createdAt,
  version,
}: Account): MessageInitShape<typeof AccountSchema> => ({
  ...{ id, login, subjectId, locked },
  kind: kinds[kind],
  createTime: timestampFromDate(createdAt),
  etag: String(version),
});

@GrpcService(IdentityService)
export class IdentityGrpc {
  constructor(
    private readonly accounts: Accounts,
    private readonly stored: AccountStore,
    private readonly sessions: ConsoleSessions,
  ) {}

  async createAccount(request: CreateAccountRequest, work: Work) {
    return toMessage(await this.accounts.create(work, request));
  }

  async listAccounts({ pageSize, pageToken }: ListAccountsRequest, work: Work) {
    const { accounts, next } = await this.stored.list(work, pageSize, pageToken);
    return { accounts: accounts.map(toMessage), nextPageToken: next };
  }

  async updateAccount(request: UpdateAccountRequest, work: Work) {
    return toMessage(await this.accounts.update(work, request));
  }

  async changePassword(request: ChangePasswordRequest, work: Work) {
    await this.accounts.changePassword(work, request);
    return {};
  }

  async saveSession(request: SaveSessionRequest, work: Work) {
    await this.sessions.save(work, request);
    return {};
  }

  async getSession({ cookieHash }: GetSessionRequest, work: Work) {
    return this.sessions.get(work, cookieHash);
  }

  async claimRenewal(request: ClaimRenewalRequest, work: Work) {
    return this.sessions.claimRenewal(work, request);
  }

  async endSession({ cookieHash }: EndSessionRequest, work: Work) {
    await this.sessions.end(work, cookieHash);
    return {};
  }
}
