import { Modal } from 'antd';
import { signInAddress, useMustSignIn } from '../server/sign-in';
import { useShellWords } from './words';

/** Over the page, so that nothing on it is lost from sight; the way back leads to the same address. */
export function SignInAgain() {
  const say = useShellWords();
  return (
    <Modal
      open={useMustSignIn()}
      title={say('expired')}
      okText={say('signIn')}
      onOk={() => location.assign(signInAddress())}
      closable={false}
      cancelButtonProps={{ hidden: true }}
    >
      {say('expiredText')}
    </Modal>
  );
}
