import { DirectoryService, type Staff } from '@anju/contracts/directory';
import { AccountKind, IdentityService } from '@anju/contracts/identity';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Modal, Steps } from 'antd';
import { useState } from 'react';
import { ChoiceField, Field, TextField } from '../form/input';
import { SendForm } from '../form/send-form';
import { numberOf, textOf } from '../form/typed';
import { ask } from '../server/ask';
import { PostFields, postOf } from './post-fields';
import { useAdminWords } from './words';

const { createStaff, listDepartments } = DirectoryService.method;

function Person({ onAdded }: { readonly onAdded: (staff: Staff) => void }) {
  const say = useAdminWords();
  const departments = useQuery(ask(listDepartments, {})).data?.departments ?? [];
  return (
    <SendForm
      name="staff"
      method={createStaff}
      request={(values) => ({
        name: textOf(values, 'name'),
        phone: textOf(values, 'phone'),
        email: textOf(values, 'email'),
        departmentId: textOf(values, 'departmentId'),
        posts: numberOf(values, 'post') ? [postOf(values)] : [],
      })}
      onSent={onAdded}
      submit={say('next')}
    >
      <TextField name="name" label={say('name')} autoFocus />
      <div className="two">
        <TextField name="phone" label={say('phone')} />
        <TextField name="email" label={say('email')} />
      </div>
      <ChoiceField
        name="departmentId"
        label={say('department')}
        options={departments.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <PostFields />
    </SendForm>
  );
}

interface OfStaff {
  readonly staff: Staff;
  readonly done: () => void;
  readonly later?: () => void;
}

/** An account with a first password; the form keeps a secret nowhere but on the page. */
export function AccountForm({ staff, done, later }: OfStaff) {
  const say = useAdminWords();
  return (
    <SendForm
      name={`account ${staff.id}`}
      method={IdentityService.method.createAccount}
      request={(values) => ({
        login: textOf(values, 'login').trim(),
        kind: AccountKind.STAFF,
        subjectId: staff.id,
        password: textOf(values, 'password'),
      })}
      onSent={done}
      submit={say('openAccount')}
      also={later && <Button onClick={later}>{say('later')}</Button>}
    >
      <TextField name="login" label={say('login')} hint={say('loginHint')} autoFocus />
      <Field name="password" label={say('password')} hint={say('passwordHint')}>
        <Input.Password autoComplete="new-password" />
      </Field>
    </SendForm>
  );
}

/** First the person with a post, then the account: whoever stops in between opens it from the list. */
export function AddStaff() {
  const say = useAdminWords();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [staff, setStaff] = useState<Staff>();
  const close = (words: 'staffAdded' | 'accountOpened' | undefined): void => {
    setOpen(false);
    setStaff(undefined);
    if (words) void message.success(say(words));
  };
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say('addStaff')}
      </Button>
      <Modal
        open={open}
        title={staff?.name ?? say('addStaff')}
        footer={null}
        onCancel={() => close(staff && 'staffAdded')}
        destroyOnHidden
      >
        <Steps
          size="small"
          responsive={false}
          className="gap-below"
          current={staff ? 1 : 0}
          items={[{ title: say('step1') }, { title: say('step2') }]}
        />
        {staff ? (
          <AccountForm staff={staff} done={() => close('accountOpened')} later={() => close('staffAdded')} />
        ) : (
          <Person onAdded={setStaff} />
        )}
      </Modal>
    </>
  );
}
