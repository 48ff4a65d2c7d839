import './admin.css';
import { DirectoryService, type Estate } from '@anju/contracts/directory';
import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Form } from 'antd';
import { useState } from 'react';
import { ChoiceField, TextField } from '../form/input';
import { SendForm } from '../form/send-form';
import { textOf, type Typed } from '../form/typed';
import { Asked } from '../parts/asked';
import { More } from '../parts/more';
import { Page } from '../parts/page';
import { type Column, Rows } from '../parts/rows';
import { askPages } from '../server/ask';
import { useHoursWords } from './hours-words';
import { fromTyped, partsOf, toTyped } from './week';
import { WeekFields } from './week-fields';
import { useAdminWords } from './words';

const { createEstate, listEstates, updateEstate } = DirectoryService.method;

const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }));

function Facts() {
  const say = useAdminWords();
  return (
    <>
      <TextField name="address" label={say('address')} />
      <ChoiceField name="zone" label={say('zone')} options={zones} required />
    </>
  );
}

const factsOf = (values: Typed, parts: number) => ({
  name: textOf(values, 'name'),
  address: textOf(values, 'address'),
  zone: textOf(values, 'zone'),
  workingWeek: fromTyped(values, parts),
});

function Change({ estate, done }: { readonly estate: Estate; readonly done: () => void }) {
  const say = useAdminWords();
  const [form] = Form.useForm<Typed>();
  const { id, etag, name, address, zone, workingWeek } = estate;
  const parts = partsOf(workingWeek);
  return (
    <SendForm
      name={`estate ${id}`}
      method={updateEstate}
      form={form}
      request={(values) => ({ id, etag, ...factsOf(values, parts) })}
      initial={{ name, address, zone, ...toTyped(workingWeek) }}
      onSent={done}
      submit={say('save')}
    >
      <TextField name="name" label={say('estateName')} />
      <Facts />
      <WeekFields form={form} parts={parts} />
    </SendForm>
  );
}

function Add({ done }: { readonly done: () => void }) {
  const say = useAdminWords();
  const [form] = Form.useForm<Typed>();
  return (
    <SendForm
      name="estate"
      method={createEstate}
      form={form}
      request={(values) => ({ ...factsOf(values, 2), code: textOf(values, 'code').trim() })}
      initial={{ zone: 'Asia/Shanghai' }}
      onSent={done}
      submit={say('addEstate')}
    >
      <TextField name="name" label={say('estateName')} autoFocus />
      <TextField name="code" label={say('code')} hint={say('codeHint')} />
      <Facts />
      <WeekFields form={form} parts={2} />
    </SendForm>
  );
}

function useColumns(change: (estate: Estate) => void): Column<Estate>[] {
  const say = useAdminWords();
  const hours = useHoursWords();
  return [
    { key: 'name', title: say('estateName'), card: 'heading', show: ({ name }) => name },
    { key: 'code', title: say('code'), show: ({ code }) => code },
    { key: 'address', title: say('address'), show: ({ address }) => address || '—' },
    { key: 'units', title: say('unitCount'), show: ({ unitCount }) => unitCount },
    { key: 'zone', title: say('zone'), show: ({ zone }) => zone },
    { key: 'hours', title: say('hours'), show: ({ workingWeek }) => hours(workingWeek) },
    {
      key: 'edit',
      title: '',
      card: 'foot',
      show: (estate) => (
        <Button size="small" onClick={() => change(estate)} aria-label={`${say('edit')} ${estate.name}`}>
          {say('edit')}
        </Button>
      ),
    },
  ];
}

/** The estates of the company, with the hours on which their deadlines run. */
export default function Estates() {
  const say = useAdminWords();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Estate | 'new'>();
  const columns = useColumns(setOpen);
  const query = useInfiniteQuery(askPages(listEstates, { pageSize: 50 }));
  const close = (words?: 'saved' | 'estateAdded'): void => {
    setOpen(undefined);
    if (words) void message.success(say(words));
  };
  const add = (
    <Button type="primary" onClick={() => setOpen('new')}>
      {say('addEstate')}
    </Button>
  );
  return (
    <Page title={say('estateTitle')} actions={add}>
      <Asked query={query}>
        {({ pages }) => (
          <>
            <Rows
              label={say('estateTitle')}
              rows={pages.flatMap((page) => page.estates)}
              columns={columns}
              keyOf={({ id }) => id}
              empty={say('noEstates')}
            />
            <More query={query} />
          </>
        )}
      </Asked>
      <Drawer
        open={open !== undefined}
        title={open === 'new' ? say('addEstate') : open?.name}
        size={560}
        onClose={() => close()}
        destroyOnHidden
      >
        {open === 'new' && <Add done={() => close('estateAdded')} />}
        {typeof open === 'object' && <Change estate={open} done={() => close('saved')} />}
      </Drawer>
    </Page>
  );
}
