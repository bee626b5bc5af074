package io.kgen.protocols.gateway.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.gateway.http.ErrorResponses;
import java.util.List;

/** The result of every item of a batch, in the order of the items. */
public record BatchResponse(List<Item> results) {

    /**
     * The result of one item.
     *
     * @param error the code of the error; null, and left out, for an item that is committed
     * @param msg a sentence for a person; null, and left out, for an item that is committed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(int index, String status, String error, String msg, boolean retryable) {

        private static Item of(BatchItemResult result) {
            return new Item(
                    result.index(), result.status().wireName(), error(result), result.msg(), result.retryable());
        }

        private static String error(BatchItemResult result) {
            return result.error() == null
                    ? null
                    : ErrorResponses.publicFailure(result.error(), result.msg())
                            .code()
                            .name();
        }
    }

    public static BatchResponse of(List<BatchItemResult> results) {
        return new BatchResponse(results.stream().map(Item::of).toList());
    }
}
