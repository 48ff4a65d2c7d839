import { type Create{{Noun}}Request, type Get{{Noun}}Request, {{Duty}}Service } from '@anju/contracts/{{duty}}';
import { GrpcService } from '@anju/platform';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Open{{Noun}} } from '../app/open-{{noun}}.js';
import type { {{Noun}} } from '../domain/{{noun}}.js';
import type { Work } from '../store/database.js';
import { {{Noun}}Store } from '../store/{{noun}}.store.js';

const toMessage = ({ openedAt, version, ...same }: {{Noun}}) => ({
  ...same,
  openTime: timestampFromDate(openedAt),
  etag: String(version),
});

@GrpcService({{Duty}}Service)
export class {{Duty}}Grpc {
  constructor(
    private readonly {{nouns}}: {{Noun}}Store,
    private readonly opening: Open{{Noun}},
  ) {}

  async create{{Noun}}(request: Create{{Noun}}Request, work: Work) {
    return toMessage(await this.opening.run(work, request));
  }

  async get{{Noun}}({ id }: Get{{Noun}}Request, work: Work) {
    return toMessage(await this.{{nouns}}.get(work, id));
  }
}
