import { Result } from 'antd';
import { Link } from 'react-router';
import { useShellWords } from './words';

export default function NoSuchPage() {
  const say = useShellWords();
  return (
    <Result
      status="404"
      title={say('notFound')}
      subTitle={say('notFoundText')}
      extra={<Link to="/">{say('home')}</Link>}
    />
  );
}
