package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.file.StoredFile;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import dev.allotrope.salesforce.sim.user.Right;
import dev.allotrope.salesforce.sim.user.User;
import dev.allotrope.salesforce.sim.user.UserKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The org as one user sees it during one call: the user's rights within what the switches allow everybody.
public final class View {

    private final Org org;
    private final Switches switches;
    private final User user;
    private final Predicate<List<CategorySelection>> admission;

    public View(Org org, Switches switches, User user) {
        this.org = org;
        this.switches = switches;
        this.user = user;
        this.admission = switches.on(Switch.DATA_CATEGORIES)
                ? org.categories().admission(user.categories())
                : selections -> true;
    }

    public Org org() {
        return org;
    }

    public Switches switches() {
        return switches;
    }

    public User user() {
        return user;
    }

    public boolean mayUseApi() {
        return switches.on(Switch.API_ENABLED) && user.has(Right.API_ENABLED);
    }

    public boolean maySeeSetup() {
        return switches.on(Switch.SETUP_VISIBLE) && user.has(Right.VIEW_SETUP);
    }

    /// Whether there is Knowledge for this user.
    public boolean mayReadKnowledge() {
        boolean licensed = !switches.on(Switch.LICENCE_NEEDED) || user.has(Right.KNOWLEDGE_USER);
        return switches.on(Switch.KNOWLEDGE_ENABLED) && user.has(Right.READ_KNOWLEDGE) && licensed;
    }

    /// Fields that field-level security hides.
    public Set<String> hiddenFields() {
        Set<String> all = new TreeSet<>(switches.hiddenFields());
        all.addAll(user.hiddenFields());
        return all;
    }

    public boolean sees(ArticleVersion row) {
        return maySee(row.status())
                && isInChannel(row)
                && admission.test(row.content().labels().categories());
    }

    /// A file is seen through an article it hangs on; one that hangs on none is everybody's.
    public boolean sees(StoredFile file) {
        List<ArticleVersion> rows = org.rowsWithFile(file.id());
        return rows.isEmpty() || rows.stream().anyMatch(this::sees);
    }

    /// Drafts and archived versions need a right each (SOQL reference, SOQL Object Limits).
    private boolean maySee(PublishStatus status) {
        return switch (status) {
            case ONLINE -> true;
            case DRAFT -> switches.on(Switch.DRAFTS_VISIBLE) && user.has(Right.VIEW_DRAFT_ARTICLES);
            case ARCHIVED -> switches.on(Switch.ARCHIVED_VISIBLE) && user.has(Right.VIEW_ARCHIVED_ARTICLES);
        };
    }

    private boolean isInChannel(ArticleVersion row) {
        return user.kind() == UserKind.EMPLOYEE
                || (row.status() == PublishStatus.ONLINE
                        && row.content()
                                .labels()
                                .channels()
                                .contains(user.kind().channel()));
    }
}
