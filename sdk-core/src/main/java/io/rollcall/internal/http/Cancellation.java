package io.rollcall.internal.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Call;
import okhttp3.EventListener;

/** Runs actions when a call is cancelled. Threadsafe; an action may run twice. */
final class Cancellation extends EventListener {
    private final Call call;
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    private Cancellation(Call call) {
        this.call = call;
    }

    static Cancellation of(Call call) {
        Cancellation cancellation = new Cancellation(call);
        call.addEventListener(cancellation);
        return cancellation;
    }

    /** Runs {@code action} when the call is cancelled, at once if it is already. */
    void then(Runnable action) {
        actions.add(action);
        if (call.isCanceled()) {
            action.run();
        }
    }

    @Override
    public void canceled(Call cancelled) {
        actions.forEach(Runnable::run);
    }
}
