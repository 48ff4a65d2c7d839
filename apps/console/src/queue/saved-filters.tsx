import { DeskListsService, type ListTicketsRequest, type SavedFilter } from '@anju/contracts/ticketing';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown, Modal } from 'antd';
import { useState } from 'react';
import { TextField, TickField } from '../form/input';
import { useSend } from '../form/send-button';
import { SendForm } from '../form/send-form';
import { isTicked, textOf } from '../form/typed';
import { ask } from '../server/ask';
import { useMe } from '../server/me';
import { Post } from '@anju/contracts/options';
import { useQueueWords } from './words';

const { method } = DeskListsService;

interface Parts {
  readonly filter: ListTicketsRequest;
  readonly onChoose: (filter: ListTicketsRequest) => void;
}

function Save({ filter, done }: { readonly filter: ListTicketsRequest; readonly done: () => void }) {
  const say = useQueueWords();
  // Only a service manager shares; anybody else is not offered what would be refused.
  const shares = useMe().posts.some(({ post }) => post === Post.SERVICE_MANAGER);
  return (
    <SendForm
      name="save filter"
      method={method.createSavedFilter}
      request={(values) => ({ name: textOf(values, 'name'), filter, shared: isTicked(values, 'shared') })}
      onSent={done}
      submit={say('save')}
    >
      <TextField name="name" label={say('filterName')} autoFocus />
      {shares && <TickField name="shared">{say('shared')}</TickField>}
    </SendForm>
  );
}

/** Lists that somebody looks at again and again: one's own, and those shared at the desk. */
export function SavedFilters({ filter, onChoose }: Parts) {
  const say = useQueueWords();
  const me = useMe();
  const { message } = App.useApp();
  const [saving, setSaving] = useState(false);
  const { data } = useQuery(ask(method.listSavedFilters, {}));
  const removing = useSend({ method: method.deleteSavedFilter });
  const filters = data?.filters ?? [];
  const entry = (one: SavedFilter) => ({
    key: one.id,
    label: one.name,
    onClick: () => one.filter && onChoose(one.filter),
  });
  const removals = filters
    .filter(({ ownerId }) => ownerId === me.subjectId)
    .map(({ id, etag, name }) => ({
      key: `remove ${id}`,
      danger: true,
      label: `${say('remove')} ${name}`,
      onClick: () => removing.mutate({ id, etag }),
    }));
  const items = [
    ...(filters.length > 0 ? filters.map(entry) : [{ key: 'none', label: say('noSaved'), disabled: true }]),
    { type: 'divider' as const },
    { key: 'save', label: say('save'), onClick: () => setSaving(true) },
    ...removals,
  ];
  const done = () => {
    setSaving(false);
    void message.success(say('savedDone'));
  };
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button>{say('saved')}</Button>
      </Dropdown>
      <Modal
        open={saving}
        title={say('save')}
        footer={null}
        onCancel={() => setSaving(false)}
        destroyOnHidden
      >
        <Save filter={filter} done={done} />
      </Modal>
    </>
  );
}
