import { ApprovalState, LeadershipService } from '@anju/contracts/leadership';
import { TicketingService, TicketOrder } from '@anju/contracts/ticketing';
import { useQuery } from '@tanstack/react-query';
import { openStates } from '../commitments/states';
import { ask } from '../server/ask';
import { useMay, useMe } from '../server/me';
import { inOrder, ofApproval, ofCommitment, ofTicket, type ToDo } from './to-dos';

const { listTickets, listCommitments } = TicketingService.method;
const most = 100;

/** Everything that waits for the one who is signed in, over all duties. */
export function useToDos() {
  const [me, may] = [useMe(), useMay()];
  const handles = may('ticketing.handle');
  const posts = me.posts.map(({ post }) => post);
  const own = useQuery({
    ...ask(listTickets, { pageSize: most, assigneeId: me.subjectId, activeOnly: true }),
    enabled: handles,
  });
  const free = useQuery({
    ...ask(listTickets, { pageSize: most, unassigned: true, activeOnly: true }),
    enabled: handles,
  });
  const visits = useQuery({
    ...ask(listTickets, { pageSize: most, order: TicketOrder.VISIT_DUE }),
    enabled: may('ticketing.visit'),
  });
  const commitments = useQuery({
    ...ask(listCommitments, { pageSize: most, states: openStates }),
    enabled: may('commitment.answer'),
  });
  const approvals = useQuery({
    ...ask(LeadershipService.method.listApprovals, { pageSize: most, states: [ApprovalState.REQUESTED] }),
    enabled: may('approval.decide'),
  });
  const all = [own, free, visits, commitments, approvals];
  const toDos: ToDo[] = [
    ...(own.data?.tickets ?? []).map(ofTicket('handle')),
    ...(free.data?.tickets ?? []).map(ofTicket('take')),
    ...(visits.data?.tickets ?? [])
      // The server says whether a visit is still owed; whoever resolved the case does not make it.
      .filter((ticket) => ticket.allowedActions.includes('recordVisit') && ticket.resolverId !== me.subjectId)
      .map(ofTicket('visit')),
    ...(commitments.data?.commitments ?? [])
      .filter(({ department }) => posts.includes(department))
      .map(ofCommitment),
    ...(approvals.data?.approvals ?? []).filter(({ decidable }) => decidable).map(ofApproval),
  ];
  return {
    toDos: inOrder(toDos),
    isPending: all.some((query) => query.isLoading),
    error: all.find((query) => query.isError)?.error,
    again: () => Promise.all(all.filter((query) => query.isError).map((query) => query.refetch())),
  };
}
