// Package queue is a fleet's transport by NATS JetStream.
//
//	PRIMEBENCH_LEASES   lease.JOB.INDEX, and lease.JOB.INDEX.second for a copy
//	PRIMEBENCH_ANSWERS  answer.JOB.KEY.WORKER
//	not stored          status.KEY.WORKER
//
// Both streams are work queues: a message goes when it is acknowledged. One consumer hands
// out the leases of all jobs, each with its job's text, so that a worker needs no other
// right than to pull, to acknowledge, and to publish below its own key. A lease has one
// message of a subject at most. An answer is stored before its lease is acknowledged, and
// in the ledger before it is acknowledged itself.
//
// Whatever the queue loses, the coordinator offers again: a lease that it finds neither in
// the queue nor among the answers at two looks, and a copy of one that was handed out
// three times as long ago as a silent worker may keep it. All times are differences of
// this process's monotonic clock.
package queue
