import './admin.css';
import { DirectoryService, type PostAssignment, type Staff } from '@anju/contracts/directory';
import { CloseOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Modal, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import { useSend } from '../form/send-button';
import { SendForm } from '../form/send-form';
import { Asked } from '../parts/asked';
import { More } from '../parts/more';
import { Page } from '../parts/page';
import { type Column, Rows } from '../parts/rows';
import { Toned } from '../parts/tone';
import { ask, askPages } from '../server/ask';
import { useEstateName, useMay } from '../server/me';
import { usePostWords } from '../words/contract-words';
import { type Accounts, useAccounts } from './accounts';
import { AccountForm, AddStaff } from './add-staff';
import { PostFields, postOf } from './post-fields';
import { useAdminWords } from './words';

const { assignPost, endPost, listDepartments, listStaff } = DirectoryService.method;

function Held({ staff, held }: { readonly staff: Staff; readonly held: PostAssignment }) {
  const say = useAdminWords();
  const word = usePostWords();
  const estate = useEstateName();
  const { message } = App.useApp();
  const ending = useSend({ method: endPost, onSent: () => void message.success(say('postEnded')) });
  const post = word(held.post);
  const where = held.estateIds.map(estate).join('、') || say('allEstates');
  return (
    <li className="held">
      <Toned tone="busy">{post}</Toned> <span className="quiet">{where}</span>
      <Popconfirm
        title={say('endPostSure', { name: staff.name, post })}
        description={say('endPostText')}
        okText={say('endPost')}
        okButtonProps={{ danger: true }}
        onConfirm={() => ending.mutate({ id: staff.id, etag: staff.etag, assignmentId: held.id })}
      >
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={`${say('endPost')} ${post} ${staff.name}`}
          loading={ending.isPending}
        />
      </Popconfirm>
    </li>
  );
}

function Posts({ staff }: { readonly staff: Staff }) {
  const say = useAdminWords();
  if (staff.posts.length === 0) return <span className="quiet">{say('noPosts')}</span>;
  return (
    <ul className="plain">
      {staff.posts.map((held) => (
        <Held key={held.id} staff={staff} held={held} />
      ))}
    </ul>
  );
}

function GivePost({ staff: { id, etag }, done }: { readonly staff: Staff; readonly done: () => void }) {
  const say = useAdminWords();
  return (
    <SendForm
      name={`post ${id}`}
      method={assignPost}
      request={(values) => ({ id, etag, post: postOf(values) })}
      onSent={done}
      submit={say('givePost')}
    >
      <PostFields required />
    </SendForm>
  );
}

const forms = { givePost: GivePost, openAccount: AccountForm };
const ended = { givePost: 'postGiven', openAccount: 'accountOpened' } as const;

function Actions({ staff, accounts }: { readonly staff: Staff; readonly accounts: Accounts }) {
  const say = useAdminWords();
  const mayOpen = useMay()('identity.manage') && accounts.complete && !accounts.of(staff.id);
  const { message } = App.useApp();
  const [open, setOpen] = useState<keyof typeof forms>();
  const Form = open && forms[open];
  const done = (): void => {
    if (open) void message.success(say(ended[open]));
    setOpen(undefined);
  };
  return (
    <Space wrap>
      <Button size="small" onClick={() => setOpen('givePost')}>
        {say('givePost')}
      </Button>
      {mayOpen && (
        <Button size="small" onClick={() => setOpen('openAccount')}>
          {say('openAccount')}
        </Button>
      )}
      <Modal
        open={open !== undefined}
        title={open && `${say(open)} · ${staff.name}`}
        footer={null}
        onCancel={() => setOpen(undefined)}
        destroyOnHidden
      >
        {Form && <Form staff={staff} done={done} />}
      </Modal>
    </Space>
  );
}

function AccountOf({ staff, accounts }: { readonly staff: Staff; readonly accounts: Accounts }) {
  const say = useAdminWords();
  const account = accounts.of(staff.id);
  if (!account) return <span className="quiet">{accounts.complete ? say('noAccount') : '…'}</span>;
  return (
    <>
      {account.login} {account.locked && <Toned tone="warn">{say('locked')}</Toned>}
    </>
  );
}

function useColumns(): Column<Staff>[] {
  const say = useAdminWords();
  const accounts = useAccounts();
  const departments = useQuery(ask(listDepartments, {})).data?.departments ?? [];
  const department = (id: string) => departments.find((one) => one.id === id)?.name ?? '—';
  return [
    { key: 'name', title: say('name'), card: 'heading', show: ({ name }) => name },
    { key: 'department', title: say('department'), show: ({ departmentId }) => department(departmentId) },
    { key: 'posts', title: say('posts'), show: (staff) => <Posts staff={staff} /> },
    { key: 'phone', title: say('phone'), show: ({ phone, email }) => phone || email || '—' },
    {
      key: 'account',
      title: say('account'),
      show: (staff) => <AccountOf staff={staff} accounts={accounts} />,
    },
    {
      key: 'actions',
      title: say('actions'),
      card: 'foot',
      show: (staff) => <Actions staff={staff} accounts={accounts} />,
    },
  ];
}

/** Article 6: who holds which post, and where. */
export default function StaffAndPosts() {
  const say = useAdminWords();
  const columns = useColumns();
  const query = useInfiniteQuery(askPages(listStaff, { pageSize: 50 }));
  return (
    <Page title={say('staff')} actions={<AddStaff />}>
      <Asked query={query}>
        {({ pages }) => (
          <>
            <Rows
              label={say('staff')}
              rows={pages.flatMap((page) => page.staff)}
              columns={columns}
              keyOf={({ id }) => id}
              empty={say('noStaff')}
            />
            <More query={query} />
          </>
        )}
      </Asked>
    </Page>
  );
}
