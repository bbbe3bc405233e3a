package dev.dromedary.routes.kinesis.stream;

import dev.dromedary.routes.core.source.Situation;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** What an exception of AWS' client means for whoever reads a status. */
public sealed interface Trouble {

    /** In words, and what to do. */
    String message();

    /** There is no such stream or shard (yet). */
    record Missing(String message) implements Trouble {}

    /** The service does not let the router in, or the router does not let itself out to it. */
    record Refused(String message) implements Trouble {}

    /** The service asks for less. */
    record Throttled(String message) implements Trouble {}

    /** The service does not answer. */
    record Unreachable(String message) implements Trouble {}

    /** No credentials are at hand. */
    record Unfit(String message) implements Trouble {}

    /** Something else. */
    record Other(String message) implements Trouble {}

    /** Codes of the service that are about who asks. */
    Set<String> REFUSALS = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidClientTokenId",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "ExpiredTokenException",
            "SignatureDoesNotMatch",
            "OptInRequired",
            "KMSAccessDeniedException");

    /** How much of somebody else's words is quoted. */
    int LONGEST = 300;

    /** Statuses from here on are the service's own trouble. */
    int SERVER = 500;

    /** How whoever has it is. */
    default Situation situation() {
        return switch (this) {
            case Missing missing -> new Situation.Missing(missing.message());
            case Refused refused -> new Situation.Refused(refused.message());
            case Unreachable unreachable -> new Situation.Unreachable(unreachable.message());
            case Unfit unfit -> new Situation.Unfit(unfit.message());
            case Throttled throttled -> new Situation.Troubled(throttled.message());
            case Other other -> new Situation.Troubled(other.message());
        };
    }

    /** That of an exception. */
    static Trouble of(SdkException failure, KinesisStream stream) {
        if (failure instanceof AwsServiceException answer) {
            return of(answer, stream);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Names.Denied denied) {
                return new Refused(denied.getMessage());
            }
        }
        String said = words(failure.getMessage());
        return failure instanceof SdkClientException
                        && said.toLowerCase(Locale.ROOT).contains("credentials")
                ? new Unfit("The router has no credentials of its own for AWS: name a Secret. " + said)
                : new Unreachable("Kinesis does not answer: " + said);
    }

    private static Trouble of(AwsServiceException answer, KinesisStream stream) {
        String code = answer.awsErrorDetails() == null
                ? ""
                : String.valueOf(answer.awsErrorDetails().errorCode());
        if (answer instanceof ResourceNotFoundException || code.equals("ResourceNotFoundException")) {
            return new Missing("There is no stream " + stream + ": make it, or name another (tried again by itself)");
        }
        if (answer.isThrottlingException()
                || code.equals("ProvisionedThroughputExceededException")
                || code.equals("LimitExceededException")
                || code.equals("KMSThrottlingException")) {
            return new Throttled("Kinesis asks for less: " + code);
        }
        if (REFUSALS.contains(code)) {
            return new Refused("AWS does not let the router to the stream " + stream + ": " + code
                    + ". Look at the credentials, and at what they are allowed: ListShards, DescribeStreamSummary,"
                    + " GetShardIterator, GetRecords");
        }
        return answer.statusCode() >= SERVER
                ? new Unreachable("Kinesis does not answer: status " + answer.statusCode() + " " + code)
                : new Other("Kinesis answers " + code + ": "
                        + words(
                                answer.awsErrorDetails() == null
                                        ? ""
                                        : answer.awsErrorDetails().errorMessage()));
    }

    private static String words(String said) {
        String words = String.valueOf(said);
        return words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
    }
}
