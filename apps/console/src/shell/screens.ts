import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  BellOutlined,
  CheckSquareOutlined,
  HomeOutlined,
  IdcardOutlined,
  ImportOutlined,
  PhoneOutlined,
  PlusCircleOutlined,
  ProfileOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { Me } from '@anju/contracts/directory';
import type { ComponentType } from 'react';
import { may } from '../server/me';
import type { useShellWords } from './words';

export interface Screen {
  readonly path: string;
  /** Who sees it; the server decides about each thing in it. */
  readonly for: (me: Me) => boolean;
  /** Loaded when it is first opened. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** Its place in the menu; a screen without one is reached from another. */
  readonly menu?: {
    readonly name: Parameters<ReturnType<typeof useShellWords>>[0];
    readonly icon: ComponentType;
  };
}

const isStaff = (me: Me) => me.kind === 'staff';
const isOwner = (me: Me) => me.kind === 'resident';
const holds = (permission: string) => (me: Me) => isStaff(me) && may(me, permission);

/** Every screen, in the order of the menu. A new one is a folder and a line here. */
export const screens: readonly Screen[] = [
  {
    path: '/',
    for: isStaff,
    load: () => import('../my-work/my-work'),
    menu: { name: 'work', icon: CheckSquareOutlined },
  },
  {
    path: '/intake',
    for: holds('ticketing.record'),
    load: () => import('../intake/intake'),
    menu: { name: 'intake', icon: PhoneOutlined },
  },
  {
    path: '/tickets',
    for: holds('ticketing.read'),
    load: () => import('../queue/queue'),
    menu: { name: 'queue', icon: ProfileOutlined },
  },
  { path: '/tickets/:id', for: holds('ticketing.read'), load: () => import('../ticket/ticket-page') },
  {
    path: '/commitments',
    for: holds('commitment.read'),
    load: () => import('../commitments/commitments'),
    menu: { name: 'commitments', icon: TeamOutlined },
  },
  {
    path: '/',
    for: isOwner,
    load: () => import('../owner/cases'),
    menu: { name: 'ownCases', icon: HomeOutlined },
  },
  {
    path: '/report',
    for: isOwner,
    load: () => import('../owner/report'),
    menu: { name: 'report', icon: PlusCircleOutlined },
  },
  { path: '/tickets/:id', for: isOwner, load: () => import('../owner/case') },
  {
    path: '/cockpit',
    for: holds('ticketing.figures'),
    load: () => import('../cockpit/cockpit'),
    menu: { name: 'cockpit', icon: BarChartOutlined },
  },
  {
    path: '/estates',
    for: holds('directory.manage'),
    load: () => import('../admin/estates'),
    menu: { name: 'estates', icon: ApartmentOutlined },
  },
  {
    path: '/import',
    for: holds('directory.import'),
    load: () => import('../admin/import'),
    menu: { name: 'import', icon: ImportOutlined },
  },
  {
    path: '/staff',
    for: holds('directory.manage'),
    load: () => import('../admin/staff'),
    menu: { name: 'staff', icon: IdcardOutlined },
  },
  {
    path: '/approvals',
    for: holds('approval.read'),
    load: () => import('../approvals/approvals'),
    menu: { name: 'approvals', icon: AuditOutlined },
  },
  {
    path: '/inbox',
    for: () => true,
    load: () => import('../inbox/inbox'),
    menu: { name: 'inbox', icon: BellOutlined },
  },
];
