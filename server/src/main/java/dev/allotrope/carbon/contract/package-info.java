/// Records and enums of the contract that several API groups share, named as there.
@NullMarked
package dev.allotrope.carbon.contract;

import org.jspecify.annotations.NullMarked;
