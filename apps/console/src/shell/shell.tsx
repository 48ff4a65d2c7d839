import { Grid, Layout, Menu } from 'antd';
import { createElement } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useLive } from '../server/live';
import { useMe } from '../server/me';
import { AccountBar } from './account-bar';
import { screens } from './screens';
import { SignInAgain } from './sign-in-again';
import { useShellWords } from './words';

function useEntries() {
  const me = useMe();
  const say = useShellWords();
  return screens.flatMap(({ path, for: sees, menu }) =>
    menu && sees(me) ? [{ key: path, name: say(menu.name), icon: createElement(menu.icon) }] : [],
  );
}

/** The entry a page belongs to: a case belongs to the cases. */
const entryOf = (path: string): string => `/${path.split('/')[1] ?? ''}`;

function SideMenu() {
  const say = useShellWords();
  const { pathname } = useLocation();
  const items = useEntries().map(({ key, name, icon }) => ({
    key,
    icon,
    label: <Link to={key}>{name}</Link>,
  }));
  return (
    <Layout.Sider width={184} theme="light" className="side">
      <Link to="/" className="brand">
        <img src="/icon.svg" alt="" width={26} height={26} /> {say('product')}
      </Link>
      <nav aria-label={say('main')}>
        <Menu mode="inline" selectedKeys={[entryOf(pathname)]} items={items} />
      </nav>
    </Layout.Sider>
  );
}

/** Under the thumb on a phone. */
function BottomBar() {
  const say = useShellWords();
  return (
    <nav aria-label={say('main')} className="bottom-bar">
      {useEntries().map(({ key, name, icon }) => (
        <NavLink key={key} to={key} end={key === '/'}>
          {icon}
          <span>{name}</span>
        </NavLink>
      ))}
    </nav>
  );
}

/** The frame around every screen: menu by permissions, account, live updates, and signing in again. */
export function Shell() {
  const say = useShellWords();
  const { md } = Grid.useBreakpoint();
  useLive();
  const narrow = md === false;
  return (
    <Layout className="shell">
      <a href="#content" className="skip">
        {say('skip')}
      </a>
      {!narrow && <SideMenu />}
      <Layout>
        <Layout.Header className="top">
          {narrow ? <strong className="brand">{say('product')}</strong> : <span />}
          <AccountBar />
        </Layout.Header>
        <Layout.Content id="content" tabIndex={-1} role="main" className="content">
          <Outlet />
        </Layout.Content>
      </Layout>
      {narrow && <BottomBar />}
      <SignInAgain />
    </Layout>
  );
}
