// Who plays: people of the demo street, each with fixed powers.

export interface Person {
  login: string;
  name: string;
  password: string;
}

const person = (login: string, name: string): Person => ({ login, name, password: 'anquan-diyi' });

/** Inspects two grids of the first community. */
export const li = person('19900010001', '李敏');
/** Inspects the other two. */
export const zhao = person('19900010002', '赵海涛');
/** Inspects the whole of the fourth community. */
export const chen = person('19900010007', '陈志强');
/** Reviews the first community. */
export const sun = person('19900010101', '孙晓燕');
/** Reviews the fourth community. */
export const guo = person('19900010104', '郭永亮');
/** Clerk of the office, sees the whole street. */
export const wang = person('19900010301', '王芳');
