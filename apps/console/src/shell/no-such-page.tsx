import { Result } from 'antd';
import { Link } from 'react-router';
import { Page } from '../parts/page';
import { useShellWords } from './words';

export default function NoSuchPage() {
  const say = useShellWords();
  return (
    <Page title={say('notFound')}>
      <Result status="404" subTitle={say('notFoundText')} extra={<Link to="/">{say('home')}</Link>} />
    </Page>
  );
}
