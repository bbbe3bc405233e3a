/** Which copy of the router reads which shard, and how far it has come: in one object a trigger, each write of which compares. */
package dev.dromedary.routes.kinesis.lease;
