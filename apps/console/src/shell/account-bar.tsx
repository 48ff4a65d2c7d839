import { UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { forgetDrafts } from '../form/draft';
import { useMe } from '../server/me';
import { chooseLanguage, useLanguage } from '../words/language';
import { usePostWords } from '../words/contract-words';
import { useShellWords } from './words';

/** The gateway's own routes are not in the contract: they set cookies and say where to go. */
async function signOut(): Promise<void> {
  forgetDrafts();
  const answer = await fetch('/auth/logout', { method: 'POST' });
  const { next } = (await answer.json()) as { next?: string };
  location.assign(next ?? '/');
}

export function AccountBar() {
  const say = useShellWords();
  const post = usePostWords();
  const language = useLanguage();
  const me = useMe();
  const posts = me.posts.map((held) => post(held.post)).join(language === 'en' ? ', ' : '、');
  const items = [
    {
      key: 'who',
      type: 'group' as const,
      label: [me.tenant?.name, posts].filter(Boolean).join(' · '),
    },
    { key: 'out', label: say('signOut'), onClick: () => void signOut() },
  ];
  return (
    <div className="account">
      <Button
        type="text"
        lang={language === 'en' ? 'zh-CN' : 'en'}
        onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}
      >
        {say('language')}
      </Button>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button type="text" icon={<UserOutlined aria-hidden />} aria-label={`${say('account')} ${me.name}`}>
          {me.name}
        </Button>
      </Dropdown>
    </div>
  );
}
