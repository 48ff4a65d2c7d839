import { Post } from '@anju/contracts/options';
import type { StepPost } from '../domain/approval.js';

const posts: Readonly<Record<StepPost, Post>> = {
  leadership: Post.LEADERSHIP,
  service_manager: Post.SERVICE_MANAGER,
  finance_specialist: Post.FINANCE_SPECIALIST,
};

const names = Object.keys(posts) as StepPost[];

export const contractPost = (post: StepPost): Post => posts[post];

/** The post behind a number; leadership, which may decide anything, for one that no step has. */
export const stepPost = (post: number): StepPost =>
  names.find((name) => (posts[name] as number) === post) ?? 'leadership';
