import { words } from '../words/words';

export const useFormWords = words('form', {
  zh: {
    required: '请填写{{label}}',
    tooShort: '至少 {{min}} 个字符',
    tooLong: '最多 {{max}} 个字',
    retry: '再次提交',
    unknown: '没有收到系统的答复,不确定是否已保存。请再次提交,同一内容只会保存一次。',
    restored: '已恢复您上次未提交的内容。',
    discard: '清空',
    optional: '选填',
  },
  en: {
    required: 'Please fill in: {{label}}',
    tooShort: 'At least {{min}} characters',
    tooLong: 'At most {{max}} characters',
    retry: 'Send again',
    unknown:
      'No answer came, so it may or may not be saved. Send it again: the same content is saved only once.',
    restored: 'What you typed before and did not send is here again.',
    discard: 'Clear',
    optional: 'optional',
  },
});
