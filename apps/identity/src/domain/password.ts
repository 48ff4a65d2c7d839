import { DomainError } from '@anju/kernel';

// The passwords that guessing begins with; length is asked for by the contract.
const common = new Set(
  [
    'password',
    '12345678',
    '123456789',
    '1234567890',
    '11111111',
    '88888888',
    '66666666',
    '00000000',
    '87654321',
    'qwertyui',
  ]
    .concat([
      'qwerty123',
      'password1',
      'abc12345',
      'a1234567',
      'woaini1314',
      '1qaz2wsx',
      'iloveyou',
      'admin123',
      'administrator',
    ])
    .concat(['wuye1234', 'anju1234', 'letmein1', 'welcome1', '123123123', '5201314520']),
);

/** Refuses a password that is among the first to be guessed, or holds the login, or is one character repeated. */
export function checkPassword(password: string, login: string, field = 'password'): void {
  const plain = password.toLowerCase();
  const name = login.toLowerCase().split('@')[0] ?? '';
  const weak = common.has(plain) || /^(.)\1*$/.test(plain) || (name.length >= 4 && plain.includes(name));
  if (weak) throw new DomainError('identity.password_weak', 'invalid', {}, [{ field, rule: 'not_common' }]);
}
