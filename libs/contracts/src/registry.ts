import {
  createRegistry,
  type DescField,
  type DescMessage,
  type DescMethod,
  type DescService,
  getOption,
  hasOption,
} from '@bufbuild/protobuf';
import { files } from './gen/files.js';
import { accepts, type Access, access, live, type Post, text, type Text } from './gen/options.js';

export { files };

/** Every message, enum and service of the contract; also what `toJson` needs for Any. */
export const registry = createRegistry(...files);

export const services: readonly DescService[] = files.flatMap((file) => file.services);

export const methods: readonly DescMethod[] = services.flatMap((service) => service.methods);

const noAccess: Access = {
  $typeName: 'anju.options.v1.Access',
  permission: '',
  audience: [],
  posts: [],
  scope: 0,
  maxRequestBytes: 0,
  deadlineSeconds: 0,
  standIns: false,
};

/** Who may call; a method that says nothing may be called by nobody. */
export const accessOf = (method: DescMethod): Access =>
  hasOption(method, access) ? getOption(method, access) : noAccess;

/** `/anju.ticketing.v1.TicketingService/GetTicket`, the gRPC path. */
export const pathOf = (method: DescMethod): string => `/${method.parent.typeName}/${method.name}`;

/** Reads change nothing: they run in a read-only transaction, are retried freely and take no idempotency key. */
export const isRead = (method: DescMethod): boolean => /^(Get|List|Download)[A-Z]/.test(method.name);

/** Which posts grant a permission; every method that names the permission must name the same posts. */
export const permissionPosts: ReadonlyMap<string, readonly Post[]> = new Map(
  methods
    .map((method) => [accessOf(method).permission, accessOf(method).posts] as const)
    .filter(([name]) => name !== ''),
);

/** The duty a type belongs to: `anju.ticketing.v1.Ticket` is of `ticketing`. */
export const dutyOf = (typeName: string): string => typeName.split('.')[1] ?? '';

const eventFiles = files.filter((file) => file.name.endsWith('_events'));

/** Messages of `*_events.proto` that are sent by themselves, by full name. Parts of them are left out. */
export const eventTypes: ReadonlyMap<string, DescMessage> = new Map(
  eventFiles.flatMap((file) => {
    const parts = new Set(
      file.messages.flatMap((message) => message.fields.map((field) => field.message?.typeName)),
    );
    return file.messages
      .filter((message) => !parts.has(message.typeName))
      .map((message) => [message.typeName, message] as const);
  }),
);

/** The permission that lets a person follow this event live, or empty. */
export const liveOf = (event: DescMessage): string =>
  hasOption(event, live) ? getOption(event, live).permission : '';

/** Whether a message travels over HTTP as bytes of its own type instead of JSON. */
export const isRaw = (message: DescMessage | undefined): boolean =>
  message?.typeName === 'google.api.HttpBody';

/** Media types a raw body may say it is. */
export const acceptedBy = (field: DescField): readonly string[] =>
  hasOption(field, accepts) ? getOption(field, accepts) : [];

const shout = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();

/** Stable reason -> words: `ERROR_CANNOT_CLOSE` of ticketing is `ticketing.cannot_close`; those of options have no prefix. */
export const errorTexts: ReadonlyMap<string, Text> = new Map(
  files.flatMap((file) =>
    file.enums
      .filter((type) => type.name === 'Error')
      .flatMap((type) =>
        type.values
          .filter((value) => hasOption(value, text))
          .map((value) => {
            const name = shout(value.name)
              .replace(/^ERROR_/, '')
              .toLowerCase();
            const duty = dutyOf(type.typeName);
            return [duty === 'options' ? name : `${duty}.${name}`, getOption(value, text)] as const;
          }),
      ),
  ),
);
